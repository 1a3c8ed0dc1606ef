/** The pages of one fax, as they came in. What was made of it stands in the prescriptions. */
import { Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useParams } from 'wouter';
import { Screen } from '../../shell/screen.tsx';
import classes from './document.module.css';

export default function DocumentScreen() {
  const { id = '' } = useParams<{ id: string }>();
  return (
    <Screen title="Fax">
      <Pages key={id} documentId={id} />
    </Screen>
  );
}

/** Each page that is there brings the next one; the first that is not ends the fax. */
function Pages({ documentId }: { documentId: string }) {
  const [loaded, setLoaded] = useState(0);
  const [last, setLast] = useState<number | null>(null);
  const wanted = last ?? loaded + 1;
  if (last === 0) return <Text>This fax cannot be shown. Search for it again.</Text>;
  // Takes the focus, so that the arrow keys scroll.
  return (
    <Stack align="center" component="section" aria-label="Pages of the fax" tabIndex={0}>
      {Array.from({ length: wanted }, (_, index) => index + 1).map((page) => (
        <img
          key={page}
          src={`/api/documents/${documentId}/pages/${page}`}
          alt={page > loaded ? '' : `Page ${page} of the fax`}
          hidden={page > loaded}
          className={classes.page}
          onLoad={() => setLoaded((before) => Math.max(before, page))}
          onError={() => setLast(page - 1)}
        />
      ))}
    </Stack>
  );
}
