package dev.loomlet.benchmarks.peers;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Executors;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/** Tomcat, embedded, with a virtual thread for each task of its connectors. */
final class TomcatServer extends HttpServlet {

    private static final long serialVersionUID = 1;

    private final transient Work work;

    private TomcatServer(Work work) {
        this.work = work;
    }

    public static void main(String[] args) throws Exception {
        ServerProcess.run(args, TomcatServer::start);
    }

    private static void start(ServerProcess process) throws LifecycleException, IOException {
        var tomcat = new Tomcat();
        tomcat.setBaseDir(
                Files.createTempDirectory(process.keyStore().toAbsolutePath().getParent(), "tomcat-base-")
                        .toString());
        tomcat.setConnector(connector(process.port()));
        tomcat.getService().addConnector(tls(connector(process.tlsPort()), process));
        var context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "work", new TomcatServer(process.work()));
        context.addServletMappingDecoded("/*", "work");
        tomcat.start();
    }

    private static Connector connector(int port) {
        var connector = new Connector();
        connector.setPort(port);
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("acceptCount", Integer.toString(ServerProcess.BACKLOG));
        connector.setProperty("maxConnections", Integer.toString(ServerProcess.CONNECTIONS));
        connector.setProperty("maxKeepAliveRequests", "-1");
        connector.setProperty("keepAliveTimeout", "-1");
        connector.addUpgradeProtocol(new Http2Protocol());
        connector.getProtocolHandler().setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        return connector;
    }

    private static Connector tls(Connector connector, ServerProcess process) {
        var host = new SSLHostConfig();
        var certificate = new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.EC);
        certificate.setCertificateKeystoreFile(process.keyStore().toString());
        certificate.setCertificateKeystorePassword(KeyStores.PASSWORD);
        host.addCertificate(certificate);
        connector.addSslHostConfig(host);
        connector.setScheme("https");
        connector.setSecure(true);
        connector.setProperty("SSLEnabled", "true");
        return connector;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            var answer = request.getMethod().equals("POST")
                    ? Work.upload(request.getInputStream())
                    : work.get(request.getRequestURI(), request.getQueryString());
            response.setContentType(answer.contentType());
            response.setContentLength(answer.body().length);
            response.getOutputStream().write(answer.body());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
