package dev.hansa.launcher.acts;

import dev.hansa.launcher.folder.DataFolder;
import dev.hansa.launcher.folder.LocalAuthority;
import dev.hansa.launcher.folder.NetworkFile;
import java.io.IOException;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// The way out of a network's services and commands: those whom the JDK trusts, and where the
/// addresses are https the network's own authority.
public final class Trust {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(3);

  private Trust() {}

  /// A client that follows no redirects.
  public static HttpClient newHttp(DataFolder folder, NetworkFile network) {
    return network.tls()
        ? builder().sslContext(with(LocalAuthority.readCertificate(folder))).build()
        : newHttp();
  }

  /// The same for whoever calls nobody of a network with an authority of its own.
  public static HttpClient newHttp() {
    return builder().build();
  }

  private static HttpClient.Builder builder() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT_MAX)
        .followRedirects(HttpClient.Redirect.NEVER);
  }

  private static SSLContext with(X509Certificate authority) {
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
