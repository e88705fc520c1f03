const shapes = {
  overview: "M3 4h7v7H3zM14 4h7v4h-7zM14 12h7v8h-7zM3 15h7v5H3z",
  decisions: "M5 5v14M5 7h.01M5 12h.01M5 17h.01M10 7h10M10 12h7M10 17h9",
  approvals: "M4 12l5 5L20 6",
  health: "M3 12h4l2.5-6 5 12 2.5-6h4",
  configuration: "M4 7h10M18 7h2M4 17h2M10 17h10M14 4.5v5M10 14.5v5",
  chat: "M4 5h16v11H9l-5 4z",
  search: "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.5 15.5L20 20",
  light:
    "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6L19 19M19 5l-1.4 1.4M6.4 17.6L5 19",
  dark: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
  system: "M4 5h16v11H4zM9 20h6M12 16v4",
  help: "M9 9a3 3 0 1 1 4.5 2.6c-.9.6-1.5 1.1-1.5 2.4M12 18h.01",
  up: "M12 19V6M6 11.5L12 5l6 6.5",
  down: "M12 5v13M6 12.5l6 6.5 6-6.5",
  down_small: "M5 9l7 7 7-7",
  hold: "M6 12h12",
  pause: "M8 5v14M16 5v14",
  play: "M7 5l12 7-12 7z",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  close: "M6 6l12 12M18 6L6 18",
  check: "M5 12.5l4.5 4.5L19 7.5",
  warning: "M12 4l9 16H3zM12 10v4M12 17h.01",
  send: "M4 12l16-8-5 17-4-7z",
  back: "M14 6l-6 6 6 6",
  next: "M10 6l6 6-6 6",
  person: "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4 21a8 8 0 0 1 16 0",
} as const;

export type IconName = keyof typeof shapes;

/** A drawing beside words; said to nobody who listens. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
      className="shrink-0"
    >
      <path d={shapes[name]} />
    </svg>
  );
}
