#pragma once

#include <string>

#include <boost/describe.hpp>

namespace docktor::bench {

/// Who follows what goes on, and how.
struct FollowersSetup {
  unsigned short port = 0;  ///< of 127.0.0.1
  std::string token;
  int followers = 0;
  int lazy = 0;  ///< beside them: who open a WebSocket and never read
};

/// How it went, from the time on at which everybody had come.
struct FollowersReport {
  int followers = 0;  ///< that are there still
  int decisions = 0;  ///< that at least one was told
  int missed = 0;     ///< followers that were not told of one, summed over all decisions
  double median = 0;  ///< milliseconds from a decision to its arrival, over all followers and decisions
  double p99 = 0, longest = 0;
  double megabytes = 0;  ///< that all have read, a second
  int lazy = 0;
  int lazy_cut = 0;  ///< of those who never read: with whom the server broke off
};
BOOST_DESCRIBE_STRUCT(FollowersReport, (),
                      (followers, decisions, missed, median, p99, longest, megabytes, lazy, lazy_cut))

/// Follows until standard input ends; says "ready" on standard output once everybody has got a snapshot. Throws where
/// not everybody gets in.
FollowersReport Follow(const FollowersSetup& setup);

}  // namespace docktor::bench
