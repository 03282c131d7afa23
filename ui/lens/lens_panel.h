// The compensation lens beside the query: a switch for the Quality Compensation Block, which changes the live
// rankings, and a table of what no help, the block and restored pixels do to this query. Looks again when a
// newer ranking is on the screen; never computes while it is hidden.
#pragma once

#include <QWidget>
#include <memory>

#include "ui/jobs/latest_only.h"
#include "ui/lens/lens_table.h"
#include "ui/viewmodels/session_model.h"

class QCheckBox;
class QLabel;
class QTableView;

namespace adapnet::ui {

class BusyLine;
class GateBars;

class LensPanel : public QWidget {
    Q_OBJECT
  public:
    explicit LensPanel(SessionModel* session, QWidget* parent = nullptr);

    QCheckBox* compensation() { return m_compensation; }
    QTableView* view() { return m_view; }
    const LensTable& table() const { return m_table; }
    const QString& note() const { return m_noteText; }
    bool isBusy() const { return m_worker.isBusy(); }

  Q_SIGNALS:
    void looked();  // the table, or why there is none, is on the screen

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    void refresh();
    void take(Result<service::Lens> lens, const std::vector<QString>& names);
    void say(const QString& text);
    void showGates();
    void setColumns();

    SessionModel* m_session;
    LensTable m_table;
    QCheckBox* m_compensation = nullptr;
    QLabel* m_note = nullptr;
    QString m_noteText;
    QTableView* m_view = nullptr;
    BusyLine* m_busy = nullptr;
    // What the table answers; the block in the live rankings does not change it.
    service::Query m_asked;
    std::shared_ptr<Gallery> m_askedGallery;
    LatestOnly m_worker;
};

}  // namespace adapnet::ui
