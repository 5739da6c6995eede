package dev.loomlet.benchmarks.peers;

/** {@link HelidonServer}, tuned. */
final class HelidonTunedServer {

    private HelidonTunedServer() {}

    public static void main(String[] args) throws Exception {
        ServerProcess.run(args, process -> HelidonServer.start(process, /* tuned= */ true));
    }
}
