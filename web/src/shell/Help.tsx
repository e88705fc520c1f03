import { Dialog } from "../parts/Dialog";
import { Keys } from "../parts/Keys";
import { pages } from "./pages";

const keys: [string, string][] = [
  ["ctrl k", "go anywhere, do anything"],
  ["/", "find on this page"],
  ["c", "talk with Docktor"],
  ["a", "approve the first proposal, on Approvals"],
  ["r", "reject it"],
  ...pages.map((page): [string, string] => [page.keys, page.name]),
  ["?", "this"],
];

export function Help({ onClose }: { onClose: () => void }) {
  return (
    <Dialog label="Keys" onClose={onClose}>
      <div className="p-5">
        <h2 className="mb-3 text-lg font-semibold">Keys</h2>
        <dl className="grid gap-x-8 gap-y-2 sm:grid-cols-2">
          {keys.map(([key, does]) => (
            <div key={key} className="flex items-center justify-between gap-4 text-sm">
              <dt>
                <Keys keys={key} />
              </dt>
              <dd className="flex-1 text-soft">{does}</dd>
            </div>
          ))}
        </dl>
        <p className="mt-4 text-sm text-soft">
          Each thing that can be done here can be done by the command line too, and says how. All of it:{" "}
          <code className="font-mono text-xs">docktor help</code>
        </p>
      </div>
    </Dialog>
  );
}
