#pragma once

#include <vector>

#include "verdict/report.h"
#include "words/sentence.h"

/// What a verdict rests on: the parts of a card's middle.
namespace weighmaster::words {

/// One of two phrases by number, with `{count}`.
[[nodiscard]] Sentence counted(std::size_t count, std::string_view one, std::string_view many);

/// How the files stand to what was signed, and by whom: "All 9 signed files are as “…” signed them." Nothing
/// where nothing signed was compared.
[[nodiscard]] std::vector<Sentence> how_files_stand(const verdict::Report& report);

/// The same of one file that was signed itself, or that a signed statement is about.
[[nodiscard]] std::vector<Sentence> how_file_stands(const verdict::Report& report);

/// A signed file that the person's options left out: then nobody can say that the model is as signed.
[[nodiscard]] bool signed_but_left_out(const verdict::FileRow& row);

/// A file that the check was not asked about: it was not looked at.
[[nodiscard]] bool not_asked(const verdict::FileRow& row);

/// The files that are not fine, by name: changed, missing, unsigned, not checked, left out; and in what way
/// they differ.
[[nodiscard]] std::vector<Sentence> files_by_name(const verdict::Report& report);

/// Files that can run code on loading, counted; nothing where there are none.
[[nodiscard]] std::vector<Sentence> code_on_loading(const verdict::Report& report);

/// That the signer's name holds letters which may look like others; nothing for names in ASCII and for keys.
[[nodiscard]] std::vector<Sentence> about_letters(const verdict::Report& report);

/// Which rule of a policy file, or which entries of the address book, decided, where one did.
[[nodiscard]] std::vector<Sentence> about_rule(const verdict::Report& report);
/// Who signed, where no file was compared; who vouched for that name, and when it was signed.
[[nodiscard]] std::vector<Sentence> about_signer(const verdict::Report& report);

/// Findings that weigh and that no sentence about files says: the worst first, each code once, the first few
/// in words and the rest counted. Without `names`, nothing from outside is quoted.
enum class Names : bool { leave_out, quote };
[[nodiscard]] std::vector<Sentence> weighty_findings(const verdict::Report& report, Names names);

/// Findings that weigh nothing but belong beside a good word.
[[nodiscard]] std::vector<Sentence> remarks(const verdict::Report& report);

/// Where a signature was looked for, and what else was found.
[[nodiscard]] std::vector<Sentence> about_search(const verdict::Report& report);

/// Whether every file is accounted for, so that "complete" may be said: a manifest in shards says nothing of
/// empty files, and nothing is known of what the signer or the person left out.
[[nodiscard]] bool covers_every_file(const verdict::Report& report);

}  // namespace weighmaster::words
