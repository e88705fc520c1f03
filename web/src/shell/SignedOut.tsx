import { CommandLine } from "../parts/CommandLine";
import { Icon } from "../parts/Icon";

/** For a browser that the daemon does not know, or knows no longer. */
export function SignedOut({ why }: { why: string }) {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div className="card grid max-w-lg justify-items-center gap-3 p-8 text-center">
        <span className="rounded-full bg-accent-soft p-3 text-accent">
          <Icon name="person" size={24} />
        </span>
        <h1 className="text-xl font-semibold">This browser is not logged in</h1>
        <p className="text-soft">
          The daemon says: {why}. On its machine, in the folder of your project, this prints an address that logs a
          browser in:
        </p>
        <CommandLine text="docktor link" />
        <p className="text-sm text-faint">For somebody who is only to look: docktor link --role viewer</p>
      </div>
    </main>
  );
}
