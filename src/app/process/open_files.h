#pragma once

namespace docktor::app {

/// Lets this process hold as many files open as the system allows it: the usual limit of 1024 is soon reached where
/// hundreds of replicas are read, each from several files.
void AllowManyOpenFiles();

}  // namespace docktor::app
