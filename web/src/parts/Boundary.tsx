import { Component, type ReactNode } from "react";

import { Button } from "./Button";
import { Empty } from "./Empty";

interface State {
  why: string | null;
}

/** Where what is within cannot be shown, says so: the rest of the page stays. */
export class Boundary extends Component<{ children: ReactNode }, State> {
  override state: State = { why: null };

  static getDerivedStateFromError(error: unknown): State {
    return { why: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    if (this.state.why === null) return this.props.children;
    return (
      <div role="alert" className="p-4 md:p-6">
        <Empty icon="warning" title="This page cannot be shown">
          <p>
            Some of it could not be fetched, or is of another version than the daemon. Once the daemon answers, loading
            it anew helps.
          </p>
          <p className="my-3 font-mono text-xs text-faint">{this.state.why}</p>
          <Button onClick={() => location.reload()}>Load anew</Button>
        </Empty>
      </div>
    );
  }
}
