#include "cli/top/screen.h"

#define NCURSES_NOMACROS 1
#define NCURSES_WIDECHAR 1
#include <clocale>
#include <cstring>

#include <langinfo.h>
#include <ncurses.h>
#include <term.h>
#include <unistd.h>

namespace docktor::cli::top {
namespace {

constexpr int kNoWait = 25;  // milliseconds after an escape

short PairOf(Ink ink) {
  switch (ink) {
    case Ink::kGreen: return 1;
    case Ink::kYellow: return 2;
    case Ink::kRed: return 3;
    case Ink::kCyan: return 4;
    default: return 0;
  }
}

attr_t AttributesOf(Ink ink) {
  if (ink == Ink::kBold) return A_BOLD;
  return ink == Ink::kFaint ? A_DIM : A_NORMAL;
}

/// The library draws what lies outside ASCII only where the locale says UTF-8.
void SpeakUtf8() {
  std::setlocale(LC_CTYPE, "");
  if (std::strcmp(nl_langinfo(CODESET), "UTF-8") != 0) std::setlocale(LC_CTYPE, "C.UTF-8");
}

void UseColors() {
  start_color();
  use_default_colors();
  constexpr short kColors[] = {COLOR_GREEN, COLOR_YELLOW, COLOR_RED, COLOR_CYAN};
  for (short pair = 1; const short color : kColors) init_pair(pair++, color, -1);
}

}  // namespace

bool Screen::CanDraw() {
  int error = 0;
  return setupterm(nullptr, STDOUT_FILENO, &error) == OK;
}

Screen::Screen(bool color) : color_(color) {
  SpeakUtf8();
  initscr();
  cbreak();
  noecho();
  keypad(stdscr, true);
  set_escdelay(kNoWait);
  curs_set(0);
  color_ = color_ && has_colors();
  if (color_) UseColors();
}

Screen::~Screen() { endwin(); }

Size Screen::size() const { return {getmaxy(stdscr), getmaxx(stdscr)}; }

void Screen::Show(const std::vector<Row>& rows) {
  werase(stdscr);
  for (int y = 0; const auto& row : rows) {
    wmove(stdscr, y++, 0);
    for (const auto& cell : row.cells) {
      const auto chosen = row.chosen ? A_REVERSE : A_NORMAL;
      wattr_set(stdscr, AttributesOf(cell.ink) | chosen, color_ ? PairOf(cell.ink) : short{0}, nullptr);
      waddstr(stdscr, cell.text.c_str());
    }
  }
  wrefresh(stdscr);
}

std::optional<Key> Screen::Next(Duration longest) {
  wtimeout(stdscr, static_cast<int>(longest.count()));
  switch (wgetch(stdscr)) {
    case ERR: return std::nullopt;
    case KEY_UP:
    case 'k': return Key::kUp;
    case KEY_DOWN:
    case 'j': return Key::kDown;
    case 'a': return Key::kApprove;
    case 'r': return Key::kReject;
    case 'w':
    case '\n': return Key::kWhy;
    case '?':
    case 'h': return Key::kHelp;
    case 'q': return Key::kQuit;
    case KEY_RESIZE: return Key::kResized;
    default: return Key::kOther;
  }
}

}  // namespace docktor::cli::top
