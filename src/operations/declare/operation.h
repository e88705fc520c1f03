#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/decision.h"
#include "core/json.h"
#include "operations/declare/role.h"
#include "operations/declare/sink.h"

namespace docktor::operations {

struct Context;

enum class Effect { kReads, kChanges };
BOOST_DESCRIBE_ENUM(Effect, kReads, kChanges)

/// Whether the answer is one item or a stream of them.
enum class Stream {
  kNever,
  kAlways,
  kIfAsked,  ///< by the flag field that the operation names
};

/// On whose behalf an operation is called.
struct Caller {
  Actor actor = Actor::kPerson;
  Role role = Role::kAdmin;  ///< of a person who has logged in; all others are held by what they are alone
};

/// What the doors need to know of a member of the input beyond its type.
struct Field {
  enum class Place {
    kFlag,
    kPositional,
    kSentence,      ///< positional: all the words that are left, as one text
    kProgramsOnly,  ///< not on the command line
  };
  enum class Need { kOptional, kRequired };

  std::string name;  ///< the member's
  std::string help;
  Place place = Place::kFlag;
  Need need = Need::kOptional;
  std::string flag = {};                   ///< on the command line, where it differs from the name
  std::string letter = {};                 ///< one-letter flag
  std::vector<std::string> excludes = {};  ///< members that say nothing where this one does

  bool IsPositional() const { return place == Place::kPositional || place == Place::kSentence; }
  /// "--for", "--once", or "SERVICE" for a positional one.
  std::string Shown() const;
};

/// Something that can be asked of the daemon, declared once; HTTP routes, commands and their help derive from it.
struct Operation {
  std::string name;     ///< as words: "decisions list"
  std::string summary;  ///< one line
  std::string help;     ///< what a newcomer should know, may be empty
  std::vector<std::string> examples;
  Effect effect = Effect::kReads;
  std::vector<Actor> callers = {Actor::kPerson, Actor::kAgent, Actor::kModel};
  std::optional<Role> role = {};  ///< the least that may call it; unless said a viewer what reads, else an admin
  Stream stream = Stream::kNever;
  std::string stream_field = {};   ///< of kIfAsked
  Duration patience{0};            ///< how long its answer may take, where that is longer than a door usually waits
  std::vector<Field> fields = {};  ///< in the order of the command line; every member of the input has one
  json::object input_schema = {};
  json::object output_schema = {};

  /// Reads the input and does it; bad input ends the sink with kInvalidInput.
  std::function<void(Context&, const Caller&, const json::value& input, std::shared_ptr<Sink>)> handler = {};

  /// "decisions_list": in paths and as a tool's name.
  std::string Id() const;
  Role LeastRole() const { return role.value_or(effect == Effect::kReads ? Role::kViewer : Role::kAdmin); }
  bool Streams(const json::object& input) const;
  const Field* FindField(std::string_view field) const;

  /// What can be told without asking anybody: that something is missing, or excludes something else. kInvalidInput.
  Status Check(const json::object& input) const;

  /// Checks the caller and the input, then calls the handler, which may answer later and from another thread.
  /// The sink is ended exactly once, whatever happens.
  void Run(Context& context, const Caller& caller, const json::object& input, std::shared_ptr<Sink> sink) const;
};

/// An operation from its words and the function that does it.
template <typename Input, typename Output>
Operation Declare(Operation words, void (*run)(Context&, const Caller&, Input, Reply<Output>)) {
  words.input_schema = SchemaOf<Input>();
  words.output_schema = SchemaOf<Output>();
  words.handler = [run](Context& context, const Caller& caller, const json::value& value, std::shared_ptr<Sink> sink) {
    auto input = FromJson<Input>(value, Unknown::kRefuse);
    const Reply<Output> reply(std::move(sink));
    if (!input) return reply.Fail(std::move(input).error());
    run(context, caller, *std::move(input), reply);
  };
  return words;
}

/// An operation without input.
struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

}  // namespace docktor::operations
