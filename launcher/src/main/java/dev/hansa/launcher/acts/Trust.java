package dev.hansa.launcher.acts;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Whom the JDK trusts, and one authority more.
final class Trust {
  private Trust() {}

  static SSLContext with(X509Certificate authority) {
    try {
      var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      var usual = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      // The JDK's own.
      usual.init((KeyStore) null);
      int number = 0;
      for (var manager : usual.getTrustManagers()) {
        if (manager instanceof X509TrustManager known) {
          for (var certificate : known.getAcceptedIssuers()) {
            trusted.setCertificateEntry("usual-" + number++, certificate);
          }
        }
      }
      trusted.setCertificateEntry("network", authority);
      var all = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      all.init(trusted);
      var context = SSLContext.getInstance("TLS");
      context.init(null, all.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the JDK speaks TLS", e);
    }
  }
}
