// How every file of the gallery ended: a summary in one line, and one line per file that could not be used.
#pragma once

#include <QDialog>
#include <QString>

#include "core/service/workbench.h"

namespace adapnet::ui {

// "1,180 added, 20 already present, 2 damaged, 1 too large, 3 missing".
QString outcomeSummary(const service::IndexReport& report);
bool hasProblems(const service::IndexReport& report);

class OutcomeDialog : public QDialog {
    Q_OBJECT
  public:
    explicit OutcomeDialog(const service::IndexReport& report, QWidget* parent = nullptr);

    // The table as text, tab separated, for the clipboard.
    const QString& asText() const { return m_text; }

  private:
    QString m_text;
};

}  // namespace adapnet::ui
