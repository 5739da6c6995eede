package dev.loomlet.benchmarks.peers;

import robaho.net.httpserver.DefaultHttpServerProvider;

/** Robaho's httpserver, which has the interface of the JDK's. */
final class RobahoServer {

    private RobahoServer() {}

    public static void main(String[] args) throws Exception {
        ServerProcess.run(args, process -> JdkServer.start(process, new DefaultHttpServerProvider()));
    }
}
