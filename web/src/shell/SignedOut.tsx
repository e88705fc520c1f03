import { CommandLine } from "../parts/CommandLine";
import { Icon } from "../parts/Icon";

/** For a browser that the daemon does not know. */
export function SignedOut() {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div className="card grid max-w-md justify-items-center gap-3 p-8 text-center">
        <span className="rounded-full bg-accent-soft p-3 text-accent">
          <Icon name="person" size={24} />
        </span>
        <h1 className="text-xl font-semibold">This browser is not signed in</h1>
        <p className="text-soft">The daemon has a link that signs a browser in. In the folder of your project, on the machine that it runs on:</p>
        <CommandLine text="docktor open" />
      </div>
    </main>
  );
}
