#include "brain/without_key.h"

#include <algorithm>
#include <string_view>

#include "core/cut.h"
#include "core/printable.h"

namespace docktor::brain {

namespace {

void Hide(std::string& text, const std::string& secret) {
  constexpr std::string_view kStars = "***";
  for (auto at = secret.empty() ? std::string::npos : text.find(secret); at != std::string::npos;
       at = text.find(secret, at + kStars.size()))
    text.replace(at, secret.size(), kStars);
}

}  // namespace

std::string WithoutKey(std::string text, const Access& access) {
  Hide(text, access.key);
  if (access.aws) Hide(text, access.aws->session_token);
  return text;
}

void HideKey(json::value& body, const Access& access) {
  if (auto* text = body.if_string()) {
    *text = WithoutKey(std::string(*text), access);
  } else if (auto* list = body.if_array()) {
    for (auto& one : *list) HideKey(one, access);
  } else if (auto* object = body.if_object()) {
    for (auto& member : *object) HideKey(member.value(), access);
  }
}

std::string Shown(std::string text, const Access& access) {
  text = Printable(WithoutKey(std::move(text), access));
  const auto first = std::min(text.find_first_not_of(' '), text.size());
  text.erase(0, first);
  text.erase(text.find_last_not_of(' ') + 1);
  constexpr std::size_t kMostSaid = 300;
  if (text.size() > kMostSaid) text = std::string(CutAt(text, kMostSaid)) + "…";
  return text;
}

}  // namespace docktor::brain
