#pragma once

#include "ui/report/copyist.h"
#include "ui/report/pages.h"
#include "words/document.h"

namespace weighmaster::ui {

/// The chapters, and where they begin as far as they have been counted; each line leads to its chapter. They
/// stand on the first page where there is room for them, in two columns if need be, and without the parts of
/// chapters.
void setContents(const words::Document& document, Pages& pages, Copyist& copyist);

}  // namespace weighmaster::ui
