#include <QTest>
#include <fstream>

#include "support/places.h"
#include "words/words.h"

using namespace weighmaster;

namespace {

constexpr auto head = R"(# Codes

Every finding and every error has a code. Codes are stable: other programs may rely on their names, which never change
their meaning. The effect is the worst verdict that a finding alone allows ([verdicts.md](verdicts.md)); the verdict is the
worst of them all. `none` weighs nothing and is told all the same. “…” stands for a name; `--json` has it as `subject` and
`detail` ([report.md](report.md)).

This page is made from `core/base/codes.def` and `core/words/codes.def`; a test (`words/tst_codes_page`) compares it with them
and, where it differs, writes the right one beside itself.

| code | effect | what it means | what to do |
| --- | --- | --- | --- |
)";

std::string_view name(base::Effect effect) {
  static constexpr std::array<std::string_view, 9> names{"none",           "partial",  "extra_files",
                                                         "unknown_signer", "unsigned", "undetermined",
                                                         "wrong_signer",   "changed",  "signature_invalid"};
  return names.at(static_cast<std::size_t>(effect));
}

std::string replaced(std::string_view text) {
  std::string result(text);
  for (const std::string_view placeholder : {"{subject}", "{detail}"}) {
    if (const auto at = result.find(placeholder); at != std::string::npos)
      result.replace(at, placeholder.size(), "“…”");
  }
  return result;
}

std::string page() {
  std::string text = head;
  for (const auto code : base::all_codes()) {
    const auto words = words::words_of(code);
    text += "| `" + std::string(base::name(code)) + "` | " + std::string(name(base::effect(code))) + " | " +
            replaced(words.what) + " | " + std::string(words.todo) + " |\n";
  }
  return text;
}

}  // namespace

class TestCodesPage : public QObject {
  Q_OBJECT

 private slots:
  void the_page_says_what_the_rooms_say() {
    const auto path = tests::source_dir() / "docs" / "codes.md";
    const auto wanted = page();
    const auto found =
        std::filesystem::exists(path) ? std::string(as_text(tests::read(path))) : std::string();
    if (found == wanted) return;
    const auto right = std::filesystem::current_path() / "codes.md";
    tests::write(right, wanted);
    QFAIL(("docs/codes.md is not what the rooms say; copy " + right.string() + " over it").c_str());
  }
};

QTEST_APPLESS_MAIN(TestCodesPage)
#include "tst_codes_page.moc"
