package dev.hansa.servicekit;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.util.Map;

/// A QR code as SVG that stands in the page itself. `label` is what a screen reader says of it.
public final class QrSvg {
  private static final int QUIET_ZONE = 4;

  private QrSvg() {}

  public static String of(String text, String label) {
    try {
      var bits =
          new QRCodeWriter()
              .encode(
                  text,
                  BarcodeFormat.QR_CODE,
                  0,
                  0,
                  Map.of(
                      EncodeHintType.ERROR_CORRECTION,
                      ErrorCorrectionLevel.L,
                      EncodeHintType.MARGIN,
                      QUIET_ZONE));
      var path = new StringBuilder();
      for (int y = 0; y < bits.getHeight(); y++) {
        for (int x = 0; x < bits.getWidth(); x++) {
          if (bits.get(x, y)) {
            path.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
          }
        }
      }
      return "<svg role=\"img\" aria-label=\""
          + Html.escape(label)
          + "\" viewBox=\"0 0 "
          + bits.getWidth()
          + " "
          + bits.getHeight()
          + "\" shape-rendering=\"crispEdges\"><path fill=\"#000\" d=\""
          + path
          + "\"/></svg>";
    } catch (WriterException e) {
      throw new IllegalStateException("a link fits into a QR code", e);
    }
  }
}
