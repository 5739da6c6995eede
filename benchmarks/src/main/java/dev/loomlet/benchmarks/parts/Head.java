package dev.loomlet.benchmarks.parts;

import dev.loomlet.server.http1.ProtocolException;
import dev.loomlet.server.http1.RequestHead;
import dev.loomlet.server.http1.RequestHeadParser;
import java.nio.charset.StandardCharsets;

/** Request heads as they come. */
public enum Head {
    /** What curl sends. */
    CURL("""
            GET /hello?name=World HTTP/1.1
            Host: 127.0.0.1:8080
            User-Agent: curl/8.14.1
            Accept: */*

            """),

    /** What a browser sends for a page that it has seen before, behind a login: 20 fields. */
    BROWSER("""
            GET /articles/2026/green-threads?sort=newest&page=2 HTTP/1.1
            Host: www.example.com
            Connection: keep-alive
            Cache-Control: max-age=0
            Sec-CH-UA: "Chromium";v="140", "Not=A?Brand";v="24", "Google Chrome";v="140"
            Sec-CH-UA-Mobile: ?0
            Sec-CH-UA-Platform: "Linux"
            DNT: 1
            Upgrade-Insecure-Requests: 1
            User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36
            Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8
            Sec-Fetch-Site: same-origin
            Sec-Fetch-Mode: navigate
            Sec-Fetch-User: ?1
            Sec-Fetch-Dest: document
            Referer: https://www.example.com/articles/2026?sort=newest
            Accept-Encoding: gzip, deflate, br, zstd
            Accept-Language: en-GB,en;q=0.9,de;q=0.8
            Cookie: session=6f1c2a9be04d4b7c8f3a5d2e1b0c9a87; theme=dark; consent=necessary; visit=1763712000
            If-None-Match: "5f3b1c7a-2e4d"
            If-Modified-Since: Fri, 20 Nov 2026 08:49:37 GMT

            """),

    /** What comes through a mesh of proxies that each add some: 40 fields. */
    FORTY_FIELDS(
            "POST /api/orders HTTP/1.1\nHost: orders.internal\nContent-Type: application/json\nContent-Length: 512\n"
                    + numberedFields(37) + "\n");

    private final String text;

    Head(String lines) {
        text = lines.replace("\n", "\r\n");
    }

    private static String numberedFields(int count) {
        var fields = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            fields.append("X-Forwarded-Detail-")
                    .append(i)
                    .append(": the value of detail number ")
                    .append(i)
                    .append('\n');
        }
        return fields.toString();
    }

    /** The head, and the empty line that ends it. */
    public byte[] bytes() {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** How many fields it has. */
    public int fields() {
        return (int) text.lines().count() - 2;
    }

    /** The head, parsed. */
    public RequestHead parsed() {
        var bytes = bytes();
        try {
            return RequestHeadParser.parse(bytes, 0, bytes.length, fields());
        } catch (ProtocolException e) {
            throw new IllegalStateException("the parser refuses the head " + this, e);
        }
    }
}
