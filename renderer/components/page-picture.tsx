/**
 * The picture of one page in its viewer, moved by a transform alone, with the places on it that are looked at.
 * Always: it is hidden until it is there, and says so when it does not come.
 */
import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import type { Box, Size } from './page-geometry.ts';
import classes from './page-viewer.module.css';

/** What the line around a place is wide on the screen, at any zoom. */
const lineWidth = 2;

export const PagePicture = ({
  source,
  size,
  transform,
  scale,
  filter,
  smooth,
  name,
  places,
}: {
  source: string;
  size: Size;
  transform: string;
  scale: number;
  filter: string;
  smooth: boolean;
  name: string;
  places: readonly Box[];
}) => {
  const [failures, setFailures] = useState(0);
  const [failed, setFailed] = useState(false);
  if (failed)
    return (
      <div className={classes.trouble}>
        <Text size="sm">This page could not be shown. It is kept; nothing is lost.</Text>
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            setFailures(failures + 1);
            setFailed(false);
          }}
        >
          Try again
        </Button>
      </div>
    );
  const width = lineWidth / scale;
  return (
    <div
      className={`${classes.picture} ${smooth ? classes.smooth : ''}`}
      style={{ transform, width: size.width, height: size.height }}
    >
      <img
        // A new address makes the browser ask again after a failure.
        src={failures === 0 ? source : `${source}?again=${failures}`}
        alt={name}
        width={size.width}
        height={size.height}
        draggable={false}
        style={{ filter }}
        onError={() => setFailed(true)}
      />
      {places.map((place, index) => (
        <div
          key={`${place.x} ${place.y} ${place.width}`}
          className={classes.place}
          data-first={index === 0 || undefined}
          style={{
            left: place.x - 3 * width,
            top: place.y - 3 * width,
            width: place.width + 6 * width,
            height: place.height + 6 * width,
            borderWidth: width,
            borderRadius: 2 * width,
          }}
        />
      ))}
    </div>
  );
};
