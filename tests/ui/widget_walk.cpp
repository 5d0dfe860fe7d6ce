#include "ui/widget_walk.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QGroupBox>
#include <QHelpEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMetaProperty>
#include <QPlainTextEdit>
#include <QPointer>
#include <QTabBar>
#include <QTextEdit>
#include <QToolTip>
#include <set>

#include "support/hidden_letter.h"
#include "ui/models/reading_order.h"

namespace weighmaster::tests {
namespace {

constexpr int widest = 1100;

/// Not shown to anybody, or the same as another.
const QSet<QByteArray>& unseen() {
  static const QSet<QByteArray> names{"objectName", "styleSheet", "windowIconText", "iconText",
                                      "html",       "markdown",   "windowFilePath"};
  return names;
}

class Walk {
 public:
  explicit Walk(const QString& hostile) : hostile_(hostile) {}

  QStringList go(QWidget& root) {
    // Tips come and go meanwhile.
    QList<QPointer<QObject>> all{&root};
    for (auto* each : root.findChildren<QObject*>()) all << each;
    for (const auto& each : all) {
      if (each) one(*each);
    }
    if (root.isVisible() && root.minimumSizeHint().width() > widest)
      fault(nameOf(root), "width", QString::number(root.minimumSizeHint().width()));
    return std::move(faults_);
  }

  QStringList tips(QWidget& root) {
    for (auto* view : root.findChildren<QAbstractItemView*>()) {
      const auto* model = view->model();
      if (!model || !view->isVisible()) continue;
      for (int row = 0; row < std::min(model->rowCount(), 2); ++row) {
        for (int column = 0; column < model->columnCount(); ++column) tip(*view, model->index(row, column));
      }
    }
    return std::move(faults_);
  }

 private:
  static QString nameOf(const QObject& object) {
    return QLatin1String(object.metaObject()->className()) + u' ' + object.objectName();
  }

  void fault(const QString& where, const QString& what, const QString& text) {
    faults_ << where + u'.' + what + QStringLiteral(": ") + text.left(160);
  }

  void one(QObject& object) {
    // Tips are looked at as they come up.
    if (object.metaObject()->className() == QByteArray("QTipLabel")) return;
    // The signed text as it is, from its first line to its last.
    const auto* text = qobject_cast<QPlainTextEdit*>(&object);
    isQuoted_ = text && text->isReadOnly();
    properties(object);
    if (auto* widget = qobject_cast<QWidget*>(&object)) accessible(*widget);
    if (const auto* label = qobject_cast<QLabel*>(&object)) formats(*label);
    if (const auto* edit = qobject_cast<QTextEdit*>(&object))
      check(nameOf(*edit), "rich editor", {}, false, true);
    if (const auto* tabs = qobject_cast<QTabBar*>(&object)) tabTexts(*tabs);
    if (const auto* box = qobject_cast<QComboBox*>(&object)) cells(*box->model(), nameOf(*box));
    if (auto* view = qobject_cast<QAbstractItemView*>(&object)) table(*view);
  }

  void properties(const QObject& object) {
    const auto* meta = object.metaObject();
    for (int i = 0; i < meta->propertyCount(); ++i) {
      const auto property = meta->property(i);
      if (property.metaType().id() != QMetaType::QString || unseen().contains(property.name())) continue;
      const QByteArray name = property.name();
      const auto text = property.read(&object).toString();
      check(nameOf(object), QLatin1String(name), text, hasShortcut(object, name), isGuessed(name));
    }
  }

  /// Where an ampersand underlines the next letter.
  static bool hasShortcut(const QObject& object, const QByteArray& property) {
    if (property != "text" && property != "title") return false;
    const auto* label = qobject_cast<const QLabel*>(&object);
    return qobject_cast<const QAbstractButton*>(&object) || qobject_cast<const QAction*>(&object) ||
           qobject_cast<const QMenu*>(&object) || qobject_cast<const QGroupBox*>(&object) ||
           (label && label->buddy());
  }

  /// Where Qt looks whether a text is markup.
  static bool isGuessed(const QByteArray& property) {
    return property == "toolTip" || property == "whatsThis" || property == "informativeText" ||
           property == "detailedText";
  }

  void check(const QString& where, const QString& what, const QString& text, bool hasShortcut,
             bool isGuessed) {
    if (const auto letter = hiddenLetter(withoutOurMarks(text), true); !letter.isEmpty())
      fault(where, what, letter + u' ' + text);
    for (const auto& line : text.split(u'\n')) {
      if (!isQuoted_ && line.trimmed() == u"Signature valid")
        fault(where, what, QStringLiteral("a forged line"));
    }
    if (isGuessed && Qt::mightBeRichText(text) && !isEscaped(text))
      fault(where, what, QStringLiteral("markup ") + text);
    if (hasShortcut && hostile_.contains(u'&') && text.contains(hostile_)) fault(where, what, text);
  }

  /// Without the marks that set it in reading order; all of it where there are others of the kind.
  static QString withoutOurMarks(const QString& text) {
    const auto unordered = ui::ReadingOrder::unordered(text);
    return ui::ReadingOrder(unordered).text() == text ? unordered : text;
  }

  /// Markup of ours, in which nothing of what is hostile is any.
  static bool isEscaped(QString text) {
    for (const auto& [open, close] :
         {std::pair("<p style=\"white-space:pre-wrap\">", "</p>"), std::pair("<span>", "</span>")}) {
      const QString begin = QLatin1String(open);
      const QString end = QLatin1String(close);
      if (text.startsWith(begin) && text.endsWith(end))
        return !text.mid(begin.size(), text.size() - begin.size() - end.size())
                    .remove(QStringLiteral("<br>"))
                    .contains(u'<');
    }
    return false;
  }

  void accessible(QWidget& widget) {
    auto* face = QAccessible::queryAccessibleInterface(&widget);
    if (!face) return;
    for (const auto kind :
         {QAccessible::Name, QAccessible::Description, QAccessible::Value, QAccessible::Help})
      check(nameOf(widget), QStringLiteral("accessible %1").arg(int(kind)), face->text(kind), false, false);
  }

  void formats(const QLabel& label) {
    if (label.openExternalLinks() && label.textFormat() != Qt::PlainText)
      fault(nameOf(label), "links", label.text());
    if (label.textFormat() != Qt::PlainText && Qt::mightBeRichText(label.text()))
      fault(nameOf(label), "markup", label.text());
  }

  void tabTexts(const QTabBar& tabs) {
    for (int tab = 0; tab < tabs.count(); ++tab) {
      check(nameOf(tabs), "tab", tabs.tabText(tab), false, false);
      if (hostile_.contains(u'&') && tabs.tabText(tab).contains(hostile_))
        fault(nameOf(tabs), "tab", tabs.tabText(tab));
      check(nameOf(tabs), "tab's tip", tabs.tabToolTip(tab), false, true);
    }
  }

  void table(QAbstractItemView& view) {
    const auto* model = view.model();
    if (!model || !seen_.insert(model).second) return;
    cells(*model, nameOf(view));
  }

  void cells(const QAbstractItemModel& model, const QString& where, const QModelIndex& parent = {},
             int depth = 0) {
    for (int column = 0; column < model.columnCount(parent); ++column) {
      for (const auto role : {Qt::DisplayRole, Qt::ToolTipRole, Qt::AccessibleTextRole})
        check(where, QStringLiteral("heading"), model.headerData(column, Qt::Horizontal, role).toString(),
              false, false);
      for (int row = 0; row < std::min(model.rowCount(parent), 200); ++row) {
        const auto index = model.index(row, column, parent);
        for (const auto role : rolesOf(model)) {
          const auto value = index.data(role);
          if (value.metaType().id() == QMetaType::QString)
            check(where, QStringLiteral("cell %1,%2 role %3").arg(row).arg(column).arg(role),
                  value.toString(), false, false);
        }
        if (depth < 4) cells(model, where, index, depth + 1);
      }
    }
  }

  static QList<int> rolesOf(const QAbstractItemModel& model) {
    auto roles = model.roleNames().keys();
    for (int role = Qt::UserRole; role < Qt::UserRole + 16; ++role) roles << role;
    return roles;
  }

  /// As a person gets it who points at the cell.
  void tip(QAbstractItemView& view, const QModelIndex& index) {
    const auto place = view.visualRect(index).center();
    if (!view.viewport()->rect().contains(place)) return;
    QToolTip::hideText();
    QHelpEvent event(QEvent::ToolTip, place, view.viewport()->mapToGlobal(place));
    QApplication::sendEvent(view.viewport(), &event);
    const auto shown = QToolTip::text();
    check(nameOf(view), QStringLiteral("tip %1,%2").arg(index.row()).arg(index.column()), shown, false, true);
    QToolTip::hideText();
  }

  QString hostile_;
  /// Whether all lines of what is looked at come from outside, and are known to.
  bool isQuoted_ = false;
  std::set<const QAbstractItemModel*> seen_;
  QStringList faults_;
};

}  // namespace

QStringList faultsOf(QWidget& root, const QString& hostile) {
  return Walk(hostile).go(root);
}

QStringList faultsOfTips(QWidget& root, const QString& hostile) {
  return Walk(hostile).tips(root);
}

}  // namespace weighmaster::tests
