#pragma once

#include "ui/report/copyist.h"
#include "ui/report/pages.h"
#include "words/document.h"

/// What stands before the chapters of a report.
namespace weighmaster::ui {

/// The program's sign, and the title of the report.
void setTitle(const words::Document& document, Pages& pages, Copyist& copyist);
/// The verdict: a shape, the words, and a frame that tells the tones apart also in black and white.
void setCard(const words::Card& card, Pages& pages, Copyist& copyist);

}  // namespace weighmaster::ui
