import { Button } from "../parts/Button";
import { Icon } from "../parts/Icon";

/** For a browser that the daemon knows no longer. Whoever comes anew is told by the daemon how to sign in. */
export function SignedOut() {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div className="card grid max-w-md justify-items-center gap-3 p-8 text-center">
        <span className="rounded-full bg-accent-soft p-3 text-accent">
          <Icon name="person" size={24} />
        </span>
        <h1 className="text-xl font-semibold">This browser is signed in no longer</h1>
        <p className="text-soft">
          The daemon has another token than it had. Load the page anew: it says how to sign in.
        </p>
        <Button kind="main" onClick={() => location.reload()}>
          Load anew
        </Button>
      </div>
    </main>
  );
}
