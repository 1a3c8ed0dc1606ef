/**
 * A label as it will come out, drawn from the very PDF that is printed, with its words for a screen reader.
 * Pass a new `version` when what stands on it may have changed.
 */
import { Group, Skeleton, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { type DrawnLabel, drawLabel, LabelNotDrawn } from './draw-label.ts';
import classes from './label.module.css';

type State = { drawn: DrawnLabel } | { problem: string } | null;

const screenDotsPerInch = 200;

export function LabelPicture({ source, version }: { source: string; version: number | string }) {
  const [state, setState] = useState<State>(null);
  useEffect(() => {
    let gone = false;
    let release: () => void = () => undefined;
    drawLabel(`${source}?v=${version}`, screenDotsPerInch).then(
      (drawn) => {
        release = drawn.release;
        if (gone) release();
        else setState({ drawn });
      },
      (error: unknown) => {
        const problem = error instanceof LabelNotDrawn ? error.message : 'The label could not be drawn.';
        if (!gone) setState({ problem });
      },
    );
    return () => {
      gone = true;
      release();
    };
  }, [source, version]);

  if (state === null) return <Skeleton className={classes.paper} />;
  if ('problem' in state) return <Text c="dimmed">No label to show: {state.problem}</Text>;
  return (
    <Group gap="xs" align="start">
      {state.drawn.pages.map((page) => (
        <img
          key={page.address}
          src={page.address}
          alt={`Label: ${state.drawn.words}`}
          className={classes.paper}
        />
      ))}
    </Group>
  );
}
