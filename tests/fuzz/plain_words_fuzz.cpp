#include "brain/grammar/understand.h"

#include "operations/list.h"

/// Whatever somebody says: it is refused in words, or it is a call of an operation that exists, with an input that this
/// does not refuse, about a service that there is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace docktor;
  static const brain::KnownServices known{.running = {{"web", 3}, {"api", 1}, {"work-er", 2}}, .watched = {"db"}};
  const auto understood = brain::Understand({reinterpret_cast<const char*>(data), size}, known);
  if (!understood) {
    if (understood.error().message.empty()) __builtin_trap();
    return 0;
  }
  const auto* operation = operations::Find(understood->operation);
  if (operation == nullptr || !operation->Check(understood->input)) __builtin_trap();
  for (const auto& [name, value] : understood->input)
    if (operation->FindField(std::string_view(name.data(), name.size())) == nullptr) __builtin_trap();
  const auto* service = understood->input.if_contains("service");
  const auto name = service != nullptr && service->is_string() ? std::string(service->get_string()) : "web";
  if (!known.running.contains(name) && name != "db" && name != "all") __builtin_trap();
  return 0;
}
