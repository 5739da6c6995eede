package dev.loomlet.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The bytes of requests, built once and sent again and again. They have the fields that wrk sends, and no more. */
final class Requests {

    private Requests() {}

    static ByteBuffer get(Target target) {
        return direct(head("GET", target) + "\r\n", /* bodyBytes= */ 0, /* count= */ 1);
    }

    /* As many requests as the plan sends at once. */
    static ByteBuffer of(ClosedLoopPlan plan) {
        if (plan.webSocket()) {
            return Echo.message();
        }
        var head = new StringBuilder(head(plan.uploadBytes() > 0 ? "POST" : "GET", plan.target()));
        if (plan.connectionARequest()) {
            head.append("Connection: close\r\n");
        }
        if (plan.uploadBytes() > 0) {
            head.append("Content-Length: ").append(plan.uploadBytes()).append("\r\n");
        }
        return direct(head.append("\r\n").toString(), Math.toIntExact(plan.uploadBytes()), plan.pipelined());
    }

    private static String head(String method, Target target) {
        return method + " " + target.path() + " HTTP/1.1\r\nHost: " + target.host() + "\r\n";
    }

    private static ByteBuffer direct(String head, int bodyBytes, int count) {
        var bytes = head.getBytes(StandardCharsets.US_ASCII);
        var buffer = ByteBuffer.allocateDirect((bytes.length + bodyBytes) * count);
        for (int i = 0; i < count; i++) {
            buffer.put(bytes);
            for (int body = 0; body < bodyBytes; body++) {
                buffer.put((byte) 'x');
            }
        }
        return buffer.flip();
    }
}
