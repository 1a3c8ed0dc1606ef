/** A length of time as it is compared: "48 s", "3 min 20 s", "2 h 5 min". */
export function durationWords(seconds: number): string {
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  const parts =
    minutes < 60
      ? [minutes && `${minutes} min`, (whole % 60 || minutes === 0) && `${whole % 60} s`]
      : [`${Math.floor(minutes / 60)} h`, minutes % 60 && `${minutes % 60} min`];
  return parts.filter(Boolean).join(' ');
}
