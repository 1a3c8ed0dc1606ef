/** The sheet of keys: those of this screen, and those that work everywhere. */
import { Modal, SimpleGrid, Title } from '@mantine/core';
import { create } from 'zustand';
import { KeyHint } from '../components/key-hint.tsx';
import classes from './frame.module.css';
import { bindingsNow, type KeyScope } from './keys.ts';

export const useKeySheet = create<{ open: boolean }>(() => ({ open: false }));

/** Mounted once by the frame. */
export function KeySheet() {
  const { open } = useKeySheet();
  return (
    <Modal
      opened={open}
      onClose={() => useKeySheet.setState({ open: false })}
      title="Keys"
      size={760}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {open && (
        <SimpleGrid cols={2} spacing="xl">
          <Keys title="On this screen" scope="screen" />
          <Keys title="Everywhere" scope="workstation" />
        </SimpleGrid>
      )}
    </Modal>
  );
}

function Keys({ title, scope }: { title: string; scope: KeyScope }) {
  return (
    <section>
      <Title order={3} mb="xs">
        {title}
      </Title>
      <dl className={classes.keys}>
        {bindingsNow(scope).map(({ keys, label }) => (
          <div key={keys} style={{ display: 'contents' }}>
            <dt>
              <KeyHint keys={keys} />
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
