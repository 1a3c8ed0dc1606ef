/** Catches a screen that broke, says so, and leaves the rest of the window standing. */
import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { Empty } from '../components/empty.tsx';

interface MishapProps {
  children: ReactNode;
}

// React catches errors of what it draws in a class only.
export class Mishap extends Component<MishapProps, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <Empty
        title="This screen broke"
        hint="What was saved is kept, drafts too. Open the screen again; if it breaks again, call support."
        action={
          <Button autoFocus onClick={() => this.setState({ broken: false })}>
            Open it again
          </Button>
        }
      />
    );
  }
}
