/// How a language model is named: which, where, by whose key, and what it may do.
#include "settings/fields/formats.h"
#include "settings/fields/profiles.h"
#include "settings/fields/short_form.h"
#include "settings/fields/values.h"

namespace docktor::settings::formats {

const Format<std::string> kName{ParseName, ShowText, {"a name", R"({"type":"string","pattern":"^[!-~]+$"})"}};
const Format<std::string> kProvider{ParseProvider,
                                    ShowText,
                                    {"openai, openai-responses, azure, azure-deployment, anthropic, gemini or bedrock",
                                     R"({"enum":["openai","openai-responses","azure","azure-deployment",)"
                                     R"("anthropic","gemini","bedrock"]})"}};
const Format<std::string> kAddress{ParseAddress,
                                   ShowText,
                                   {"an http or https address, or unix:SOCKET:PATH",
                                    R"({"type":"string","pattern":"^(https?://|unix:/)[!-?A-~]+$"})"}};
const Format<std::string> kVariable{
    ParseVariable,
    ShowText,
    {"the name of an environment variable", R"({"type":"string","pattern":"^[A-Za-z_][A-Za-z0-9_]*$"})"}};
const Format<BrainMode> kBrainMode{
    ParseBrainMode,
    ShowBrainMode,
    {"off, explain, advise or decide", R"({"enum":["off","explain","advise","decide"]})"}};
const Format<std::int64_t> kTokens{
    ParseTokens, ShowTokens, {"a whole number from 1 on", R"({"type":"integer","minimum":1})"}};
const Format<ModelProfiles> kProfiles{
    ParseShort<ModelProfiles, ReadProfiles>,
    ShowProfiles,
    {"a map of names to {model, provider, endpoint, key_env}; in a label as JSON",
     R"({"type":"object","additionalProperties":{"anyOf":[{"type":"string"},{"type":"object","properties":)"
     R"({"model":{"type":"string"},"provider":{"type":"string"},"endpoint":{"type":"string"},)"
     R"("key_env":{"type":"string"}},"required":["model"],"additionalProperties":false}]}})"},
    ReadProfiles};
const Format<std::vector<std::string>> kNames{
    ParseNames,
    ShowNames,
    {"names, in a file as a list", R"({"anyOf":[{"type":"string"},{"type":"array","items":{"type":"string"}}]})"},
    ReadNames};

}  // namespace docktor::settings::formats
