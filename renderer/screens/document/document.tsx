/** The pages of one fax, as they came in. What was made of it stands in the prescriptions. */
import { Skeleton } from '@mantine/core';
import { useMemo, useState } from 'react';
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
  const pages = useMemo(
    () => data?.document.pages.map((one) => ({ ...one, documentId, rotation: 0 as const })) ?? [],
    [data, documentId],
  );
  return (
    <Screen title="Fax" breadcrumb={data && <When at={data.document.receivedAt} />}>
      {error && <FailureNote failure={error.failure} />}
      <div className={classes.pages}>
        {data && <PageViewer pages={pages} pageIndex={page} onPage={setPage} />}
        {!data && !error && <Skeleton height="100%" />}
      </div>
    </Screen>
  );
}
