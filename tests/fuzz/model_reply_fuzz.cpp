#include "brain/judge/advice_form.h"
#include "brain/providers/provider.h"

/// Whatever a model's server answers: no reply, or one whose advice stays within what could be chosen. The first byte
/// says whose language it is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace docktor;
  if (size == 0) return 0;
  const auto& provider = *brain::Providers()[data[0] % brain::Providers().size()];
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  Consultation asked{.least = 2, .most = 6};
  asked.look.inputs.running = 3;
  const auto check = [&](std::string_view reply) {
    const auto advice = brain::ReadAdvice(reply, asked);
    if (!advice) return;
    const bool sure = advice->confidence >= 0 && advice->confidence <= 1;
    if (advice->count < asked.least || advice->count > asked.most || !sure) __builtin_trap();
    for (const auto& words : {advice->reason, advice->watch})
      for (const unsigned char c : words)
        if (c < 0x20 || c == 0x7f) __builtin_trap();
  };
  check(text);
  if (const auto body = ParseJson(text))
    if (const auto reply = provider.Read(*body)) check(reply->text);
  return 0;
}
