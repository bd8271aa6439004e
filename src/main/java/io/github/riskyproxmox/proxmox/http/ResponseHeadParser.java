package io.github.riskyproxmox.proxmox.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/**
 * Reads the head of an HTTP response. HttpClient takes the end of the stream for the end of the
 * head: a request that may have been executed would get an empty answer, or one that is not HTTP.
 */
final class ResponseHeadParser extends DefaultHttpResponseParser {
  ResponseHeadParser(Http1Config limits) {
    super(limits);
  }

  @Override
  public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream input)
      throws IOException, HttpException {
    return super.parse(buffer, new Endless(input));
  }

  /** Ends with an exception only. */
  private static final class Endless extends FilterInputStream {
    Endless(InputStream input) {
      super(input);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = super.read(target, offset, length);
      if (count < 0) {
        throw new ConnectionClosedException("the connection was closed without an answer");
      }
      return count;
    }
  }
}
