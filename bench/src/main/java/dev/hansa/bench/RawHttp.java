package dev.hansa.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One kept connection to a server, HTTP/1.1, as little work a call as can be: what is measured is
/// the server, and the client shares its cores.
final class RawHttp implements AutoCloseable {
  private static final int LINE_MAX = 8192;
  private static final int BODY_MAX = 1 << 20;

  private final Socket socket;
  private final OutputStream out;
  private final InputStream in;

  RawHttp(URI base) throws IOException {
    socket = new Socket(base.getHost(), base.getPort());
    socket.setTcpNoDelay(true);
    out = socket.getOutputStream();
    in = new BufferedInputStream(socket.getInputStream(), 16_384);
  }

  static final class Answer {
    private final int status;
    private final byte[] body;

    private Answer(int status, byte[] body) {
      this.status = status;
      this.body = body;
    }

    int status() {
      return status;
    }

    /// Not a copy: answers are many.
    byte[] body() {
      return body;
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  static byte[] get(URI base, String path) {
    return utf8("GET " + path + " HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\n\r\n");
  }

  static byte[] post(URI base, String path, String json) {
    return utf8(
        "POST "
            + path
            + " HTTP/1.1\r\nHost: "
            + base.getAuthority()
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + utf8(json).length
            + "\r\n\r\n"
            + json);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Sends a whole request and reads the whole answer.
  Answer exchange(byte[] request) throws IOException {
    out.write(request);
    out.flush();
    var status = line();
    int length = 0;
    for (var header = line(); !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      var name = header.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
      if (name.equals("content-length")) {
        length = Integer.parseInt(header.substring(colon + 1).strip());
      } else if (name.equals("transfer-encoding")) {
        throw new IOException("the server was expected to say how long its answers are");
      }
    }
    if (length > BODY_MAX || status.length() < 12) {
      throw new IOException("the server's answer is not one that is expected here");
    }
    var body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the server ended the connection in an answer");
    }
    return new Answer(Integer.parseInt(status.substring(9, 12)), body);
  }

  private String line() throws IOException {
    var line = new StringBuilder(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.length() > LINE_MAX) {
        throw new EOFException("the server ended the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
