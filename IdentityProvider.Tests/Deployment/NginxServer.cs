using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Deployment;

/// <summary>
/// nginx with the configuration under <c>deploy/nginx</c>, in which only ports and paths are others. It ends with the process of the
/// tests, however that ends.
/// </summary>
internal sealed class NginxServer : IAsyncDisposable
{
    public const string Name = "login.example.com";

    private readonly TemporaryFolder _folder = new();
    private readonly X509Certificate2 _certificate = DeploymentFiles.NewCertificate(Name);
    private readonly int _plainPort = FreePort();
    private readonly int _securePort = FreePort();
    private readonly Process _process;

    private NginxServer(Uri provider)
    {
        _folder.Write("fullchain.pem", _certificate.ExportCertificatePem());
        _folder.Write("privkey.pem", _certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        _folder.Write("upstream.conf", File.ReadAllText(DeploymentFiles.PathOf("nginx/identityprovider-upstream.conf"))
            .Replace("127.0.0.1:5000", $"127.0.0.1:{provider.Port}", StringComparison.Ordinal));
        _folder.Write("site.conf", Moved(File.ReadAllText(DeploymentFiles.PathOf("nginx/identityprovider.conf"))));
        var main = _folder.Write("nginx.conf", Main);
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(
            $"""
            {Tool.NginxPath} -e "{_folder.PathOf("start.log")}" -p "{_folder.FullName}" -c "{main}" &
            server=$!
            until [ -s "{_folder.PathOf("nginx.pid")}" ]; do kill -0 $server || exit 1; sleep 0.05; done
            echo ready
            cat >/dev/null
            kill $server
            wait $server
            """);
        _process = Process.Start(start)!;
    }

    /// <summary>What it wrote about requests.</summary>
    public string AccessLog => File.ReadAllText(_folder.PathOf("access.log"));

    /// <summary>What it wrote about everything else.</summary>
    public string ErrorLog => File.ReadAllText(_folder.PathOf("error.log")) + File.ReadAllText(_folder.PathOf("start.log"));

    public static async Task<NginxServer> StartAsync(Uri provider)
    {
        var server = new NginxServer(provider);
        if (await server._process.StandardOutput.ReadLineAsync() != "ready")
            throw new Xunit.Sdk.XunitException($"nginx did not start: {await server._process.StandardError.ReadToEndAsync()}\n{File.ReadAllText(server._folder.PathOf("start.log"))}");
        return server;
    }

    /// <summary>
    /// A client for whom <see cref="Name"/> is this server, at the usual ports, and who trusts its certificate and no other.
    /// </summary>
    public SocketsHttpHandler NewHandler(CookieContainer? cookies = null) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = cookies is not null,
        CookieContainer = cookies ?? new(),
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port == 443 ? _securePort : _plainPort, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString() == _certificate.Thumbprint,
        },
    };

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _certificate.Dispose();
        _folder.Dispose();
    }

    private string Moved(string configuration) => configuration
        .Replace("listen 80;", $"listen 127.0.0.1:{_plainPort};", StringComparison.Ordinal)
        .Replace("listen 443 ", $"listen 127.0.0.1:{_securePort} ", StringComparison.Ordinal)
        // A machine without IPv6 could not listen there.
        .Replace("listen [::]:80;", "", StringComparison.Ordinal)
        .Replace("listen [::]:443 ssl http2;", "", StringComparison.Ordinal)
        .Replace("/etc/nginx/tls/", _folder.FullName + "/", StringComparison.Ordinal)
        .Replace("/var/log/nginx/", _folder.FullName + "/", StringComparison.Ordinal);

    /// <summary>What a distribution has in its nginx.conf around the sites.</summary>
    private string Main => $$"""
        daemon off;
        pid {{_folder.FullName}}/nginx.pid;
        worker_processes 1;
        {{(Environment.UserName == "root" ? "user root;" : "")}}
        events { worker_connections 128; }
        http {
            client_body_temp_path {{_folder.FullName}}/body;
            proxy_temp_path {{_folder.FullName}}/proxy;
            fastcgi_temp_path {{_folder.FullName}}/fastcgi;
            uwsgi_temp_path {{_folder.FullName}}/uwsgi;
            scgi_temp_path {{_folder.FullName}}/scgi;
            include {{_folder.FullName}}/upstream.conf;
            include {{_folder.FullName}}/site.conf;
        }
        """;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
