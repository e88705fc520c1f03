#include "serve/mcp/http_sessions.h"

#include <algorithm>

#include "serve/random.h"

namespace docktor::serve::mcp {

HttpSessions::~HttpSessions() {
  for (auto& [name, held] : sessions_) held.session->End();
}

std::pair<std::string, std::shared_ptr<Session>> HttpSessions::Begin() {
  auto name = RandomHex(16);
  if (!name) return {};
  auto session = std::make_shared<Session>();
  const std::lock_guard lock(mutex_);
  sessions_[*name] = {session, std::chrono::steady_clock::now()};
  EndSilent();
  return {*std::move(name), std::move(session)};
}

std::shared_ptr<Session> HttpSessions::Find(const std::string& name) {
  const std::lock_guard lock(mutex_);
  EndSilent();
  const auto found = sessions_.find(name);
  if (found == sessions_.end()) return nullptr;
  found->second.heard = std::chrono::steady_clock::now();
  return found->second.session;
}

bool HttpSessions::End(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(name);
  if (found == sessions_.end()) return false;
  found->second.session->End();
  sessions_.erase(found);
  return true;
}

void HttpSessions::EndSilent() {
  const auto end = [this](auto held) {
    held->second.session->End();
    return sessions_.erase(held);
  };
  const auto now = std::chrono::steady_clock::now();
  for (auto& [name, held] : sessions_)
    if (held.session->Listens()) held.heard = now;
  for (auto held = sessions_.begin(); held != sessions_.end();)
    held = now - held->second.heard > kLongestSilence ? end(held) : std::next(held);
  while (sessions_.size() > kMost)
    end(std::min_element(sessions_.begin(), sessions_.end(),
                         [](const auto& a, const auto& b) { return a.second.heard < b.second.heard; }));
}

}  // namespace docktor::serve::mcp
