package dev.hansa.marketrules.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hansa.marketrules.book.Books;
import dev.hansa.marketrules.book.Limit;
import dev.hansa.marketrules.book.Side;
import org.junit.jupiter.api.Test;

class ReservationTest {
  @Test
  void a_connection_gives_a_quarter_of_its_power_in_a_quarter_hour() {
    assertThat(Reservation.ceilingWh(10_000)).isEqualTo(2_500);
    assertThat(Reservation.ceilingWh(10_003)).isEqualTo(2_500);
    assertThat(Reservation.ceilingWh(3)).isZero();
    assertThat(Reservation.ceilingWh(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE / 4);
  }

  @Test
  void the_last_wh_of_a_ceiling_may_be_taken_and_no_more() {
    var reservation = new Reservation(100, 60);
    assertThat(reservation.take(40)).contains(new Reservation(100, 100));
    assertThat(reservation.take(41)).isEmpty();
    assertThat(reservation.take(Long.MAX_VALUE)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> reservation.release(61));
  }

  @Test
  void a_buyer_reserves_its_highest_price_and_a_seller_what_a_negative_price_costs() {
    var range = new Limit.Range(-20, 100);
    assertThat(Reservation.worstCaseNano(Books.order("b", Side.BUY, 10, range))).isEqualTo(1000);
    assertThat(Reservation.worstCaseNano(Books.order("s", Side.SELL, 10, range))).isEqualTo(200);
    assertThat(Reservation.worstCaseNano(Books.sell("s", 10, 50))).isZero();
    assertThat(Reservation.worstCaseNano(Books.buy("b", 10, -50))).isZero();
  }
}
