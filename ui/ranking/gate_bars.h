// The estimated degradation as a row of small bars, in the fixed order of the kinds so that its shape can be
// recognised; the text beside it says the same in words.
#pragma once

#include <QWidget>
#include <vector>

namespace adapnet::ui {

class GateBars : public QWidget {
    Q_OBJECT
  public:
    explicit GateBars(QWidget* parent = nullptr);
    // Shares 0..1; the first is "clean".
    void setShares(std::vector<double> shares);
    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    std::vector<double> m_shares;
};

}  // namespace adapnet::ui
