#include "settings/files/cagent_file.h"

/// `.env.cagent` of any kind: what is read of it are sound names and addresses, and no error repeats a key.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace docktor::settings;
  const auto file = ReadCagentFile({reinterpret_cast<const char*>(data), size}, ".env.cagent");
  const auto& brain = file.layer.brain;
  if (brain.model && brain.model->value.empty()) __builtin_trap();
  if (brain.endpoint && brain.endpoint->value.find('@') != std::string::npos) __builtin_trap();
  if (file.key.size() < 8) return 0;  // shorter ones may be in any sentence
  for (const auto& error : file.errors)
    if (error.message.find(file.key) != std::string::npos) __builtin_trap();
  return 0;
}
