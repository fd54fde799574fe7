const steps = [0, 1, 2, 3] as const;

/** Four stacked steps filled from below, level 1 being the gravest; with a label it speaks, beside a word it is silent. */
export function Severity({ level, label }: { level: 1 | 2 | 3 | 4; label?: string | undefined }) {
  const drawing = steps.map((step) => (
    <rect
      key={step}
      className={step >= level - 1 ? "on" : undefined}
      x="0.5"
      y={0.5 + step * 5}
      width="13"
      height="2"
      rx="0.5"
    />
  ));
  if (label === undefined) {
    return (
      <svg className="severity" viewBox="0 0 14 18" aria-hidden="true">
        {drawing}
      </svg>
    );
  }
  return (
    <svg className="severity" viewBox="0 0 14 18" role="img" aria-label={label}>
      {drawing}
    </svg>
  );
}
