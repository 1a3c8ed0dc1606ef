/** Messages minute by minute over the last hour, as bars; the numbers are said beside it. */
import own from './sources.module.css';

const height = 44;
const gap = 0.25;

export function RateChart({ minutes, source }: { minutes: readonly number[]; source: string }) {
  const most = Math.max(1, ...minutes);
  const total = minutes.reduce((sum, one) => sum + one, 0);
  const label =
    total === 0
      ? `${source}: no message in the last hour`
      : `${source}: ${total.toLocaleString('en')} messages in the last hour, at most ${most.toLocaleString('en')} a minute`;
  return (
    <svg
      className={own.chart}
      viewBox={`0 0 ${Math.max(1, minutes.length)} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <line
        x1="0"
        x2={minutes.length}
        y1={height - 0.5}
        y2={height - 0.5}
        vectorEffect="non-scaling-stroke"
      />
      {minutes.map((count, minute) => {
        const tall = count === 0 ? 0 : Math.max(2, (count / most) * (height - 2));
        return <rect key={minute} x={minute + gap / 2} y={height - tall - 1} width={1 - gap} height={tall} />;
      })}
    </svg>
  );
}
