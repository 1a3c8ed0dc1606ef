/**
 * The signature: drawn with pen, finger or mouse on a pad of 600 × 200, or typed by who cannot draw.
 * Always: a typed name is turned into plain block letters and called a typed signature, here and in the record.
 */
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type PointerEvent, useState } from 'react';
import classes from './hand-over.module.css';
import type { HandOverForm } from './hand-over-form.ts';
import { type Point, padHeight, padWidth, type Strokes, strokesOfName } from './letter-strokes.ts';

const longestStroke = 2000;
const mostStrokes = 200;

type SignatureKind = HandOverForm['signatureKind'];

interface SignaturePadProps {
  strokes: Strokes;
  kind: SignatureKind;
  onChange: (strokes: Strokes, kind: SignatureKind) => void;
}

export function SignaturePad({ strokes, kind, onChange }: SignaturePadProps) {
  const [typed, setTyped] = useState('');
  const [drawing, setDrawing] = useState(false);

  const begin = (event: PointerEvent<SVGSVGElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    const kept = kind === 'drawn' ? strokes : [];
    if (kept.length >= mostStrokes) return;
    setTyped('');
    setDrawing(true);
    onChange([...kept, [pointOf(event)]], 'drawn');
  };
  const move = (event: PointerEvent<SVGSVGElement>) => {
    const last = strokes.at(-1);
    if (!drawing || !last || last.length >= longestStroke) return;
    onChange([...strokes.slice(0, -1), [...last, pointOf(event)]], 'drawn');
  };
  const type = (name: string) => {
    setTyped(name);
    onChange(strokesOfName(name), name.trim() === '' ? 'drawn' : 'typed');
  };

  return (
    <Stack gap={4} maw={480}>
      <Group justify="space-between" align="end">
        <Text fw={600} size="sm">
          Signature {kind === 'typed' && '(typed signature)'}
        </Text>
        <Button size="compact-sm" variant="default" disabled={strokes.length === 0} onClick={() => type('')}>
          Clear
        </Button>
      </Group>
      <svg
        className={classes.pad}
        viewBox={`0 0 ${padWidth} ${padHeight}`}
        role="img"
        aria-label={padWords(strokes, kind)}
        onPointerDown={begin}
        onPointerMove={move}
        onPointerUp={() => setDrawing(false)}
        onPointerCancel={() => setDrawing(false)}
      >
        <line
          x1={20}
          x2={padWidth - 20}
          y1={padHeight - 36}
          y2={padHeight - 36}
          className={classes.baseline}
        />
        <path d={pathOf(strokes)} />
      </svg>
      <TextInput
        label="No pad at hand? Type the name: it is kept as a typed signature"
        value={typed}
        maxLength={60}
        autoComplete="off"
        onChange={(event) => type(event.currentTarget.value)}
      />
    </Stack>
  );
}

/** Every stroke ends in a line of no length, so that a single dot is drawn too. */
const pathOf = (strokes: Strokes) =>
  strokes.map((stroke) => `M${stroke.map((point) => point.join(' ')).join('L')}l0 0`).join('');

function padWords(strokes: Strokes, kind: SignatureKind): string {
  if (kind === 'typed') return 'Signature pad: holds a typed signature';
  return strokes.length === 0 ? 'Signature pad: empty' : 'Signature pad: signed';
}

function pointOf(event: PointerEvent<SVGSVGElement>): Point {
  const area = event.currentTarget.getBoundingClientRect();
  const within = (value: number, size: number) => Math.round(Math.min(Math.max(value, 0), size) * 10) / 10;
  return [
    within(((event.clientX - area.left) / area.width) * padWidth, padWidth),
    within(((event.clientY - area.top) / area.height) * padHeight, padHeight),
  ];
}
