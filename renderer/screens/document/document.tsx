/** The pages of one fax, as they came in. What was made of it stands in the prescriptions. */
import { Skeleton } from '@mantine/core';
import { useState } from 'react';
import { useParams } from 'wouter';
import { useAsk } from '../../client/hooks.ts';
import { FailureNote } from '../../components/failure.tsx';
import { PageViewer } from '../../components/page-viewer.tsx';
import { When } from '../../components/when.tsx';
import { Screen } from '../../shell/screen.tsx';
import classes from './document.module.css';

export default function DocumentScreen() {
  const { id = '' } = useParams<{ id: string }>();
  return <Document key={id} documentId={id} />;
}

function Document({ documentId }: { documentId: string }) {
  const { data, error } = useAsk('document.get', { documentId });
  const [page, setPage] = useState(0);
  return (
    <Screen title="Fax" breadcrumb={data && <When at={data.document.receivedAt} />}>
      {error && <FailureNote failure={error.failure} />}
      <div className={classes.pages}>
        {data && <PageViewer document={data.document} pageIndex={page} onPage={setPage} />}
        {!data && !error && <Skeleton height="100%" />}
      </div>
    </Screen>
  );
}
