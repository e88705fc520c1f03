#pragma once

namespace docktor::cli {

/// The whole program: reads the command line, does what it says, returns an ExitCode.
int Main(int argc, char** argv);

}  // namespace docktor::cli
