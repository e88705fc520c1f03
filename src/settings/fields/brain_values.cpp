/// What is written of a language model.
#include <charconv>

#include "settings/fields/values.h"
#include "settings/fields/word_list.h"

namespace docktor::settings {
namespace {

constexpr Words<BrainMode, 4> kModes{{{"off", BrainMode::kOff},
                                      {"explain", BrainMode::kExplain},
                                      {"advise", BrainMode::kAdvise},
                                      {"decide", BrainMode::kDecide}}};
constexpr Words<std::string_view, 7> kProviders{{{"openai", "openai"},
                                                 {"openai-responses", "openai-responses"},
                                                 {"azure", "azure"},
                                                 {"azure-deployment", "azure-deployment"},
                                                 {"anthropic", "anthropic"},
                                                 {"gemini", "gemini"},
                                                 {"bedrock", "bedrock"}}};

bool Printable(std::string_view text) {
  return !text.empty() && text.size() <= 500 &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace

Result<BrainMode> ParseBrainMode(std::string_view text) {
  return OneOf(text, kModes, "is nothing that a model may do", "write off, explain, advise or decide");
}
std::string ShowBrainMode(const BrainMode& value) { return WordOf(value, kModes); }

Result<std::string> ParseProvider(std::string_view text) {
  return OneOf(text, kProviders, "is no provider",
               "write openai, openai-responses, azure, azure-deployment, anthropic, gemini or bedrock")
      .map([](std::string_view name) { return std::string(name); });
}

Result<std::string> ParseName(std::string_view text) {
  const auto name = Trim(text);
  if (!Printable(name)) return Refuse(text, "is no name of a model", "write it as its server calls it: llama3.2");
  return std::string(name);
}

/// Files and labels are no place for secrets: an address with anything beside it is refused, and not repeated.
Result<std::string> ParseAddress(std::string_view text) {
  constexpr auto kHint = "write http://localhost:11434/v1";
  const auto address = Trim(text);
  if (address.find_first_of("?#@") != address.npos)
    return Fail(Errc::kInvalidInput, "there is a name, a password or a query in the address",
                "put the key into an environment variable, and name that: key_env");
  const bool known = address.starts_with("http://") || address.starts_with("https://") ||
                     (address.starts_with("unix:/") && !address.starts_with("unix://"));
  if (!known || !Printable(address)) return Refuse(text, "is no http or https address", kHint);
  return std::string(address);
}

Result<std::string> ParseVariable(std::string_view text) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";
  const auto name = Trim(text);
  const bool valid = !name.empty() && kLetters.find(name.front()) != kLetters.npos &&
                     name.find_first_not_of(std::string(kLetters) + "0123456789") == name.npos;
  // What looks like anything else may be the key itself: it is not repeated.
  if (!valid) return Fail(Errc::kInvalidInput, "that is no name of an environment variable", "write OPENAI_API_KEY");
  return std::string(name);
}

Result<std::int64_t> ParseTokens(std::string_view text) {
  constexpr std::int64_t kMost = 1'000'000'000'000;
  constexpr auto kHint = "write a whole number from 1 on, such as 200000";
  const auto number = Trim(text);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (error != std::errc{} || end != number.data() + number.size()) return Refuse(text, "is not a whole number", kHint);
  if (value < 1 || value > kMost) return Refuse(text, "is out of range", kHint);
  return value;
}
std::string ShowTokens(const std::int64_t& value) { return std::to_string(value); }

}  // namespace docktor::settings
