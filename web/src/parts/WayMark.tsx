import type { Way } from "../words/way";
import { Icon, type IconName } from "./Icon";

const ways: Record<Way, { icon: IconName; look: string }> = {
  up: { icon: "up", look: "bg-accent-soft text-accent" },
  down: { icon: "down", look: "bg-ahead-soft text-ahead" },
  resize: { icon: "configuration", look: "bg-accent-soft text-accent" },
  hold: { icon: "hold", look: "bg-sunken text-faint" },
};

export function WayMark({ way, size = 14 }: { way: Way; size?: number }) {
  return (
    <span className={`inline-flex shrink-0 justify-self-start rounded-full p-1.5 ${ways[way].look}`}>
      <Icon name={ways[way].icon} size={size} />
    </span>
  );
}
