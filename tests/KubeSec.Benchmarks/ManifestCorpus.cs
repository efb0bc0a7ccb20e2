using System.Globalization;
using System.Text;

namespace KubeSec.Benchmarks;

/// <summary>Makes manifests of the shape that real repositories have; the same ones every time.</summary>
internal static class ManifestCorpus
{
    /// <summary>
    /// 7,500 files, 11,000 documents, 65 MB: one document in nine a workload, one file in fifty a large
    /// CustomResourceDefinition, which make up most of the bytes. Fewer files have the same mix.
    /// </summary>
    public static void Write(string folder, int files)
    {
        for (int file = 0; file < files; file++)
        {
            string path = Path.Combine(folder, (file % 75).ToString("000", CultureInfo.InvariantCulture));
            Directory.CreateDirectory(path);
            File.WriteAllText(Path.Combine(path, FormattableString.Invariant($"{file:00000}.yaml")), FileText(file));
        }
    }

    private static string FileText(int file)
    {
        if (file % 50 == 0)
        {
            return CustomResourceDefinition(file);
        }

        string first = file % 6 == 1 ? Workload(file) : Configuration(file, 8);
        return file % 2 == 1 ? first + "---\n" + Service(file) : first;
    }

    private static string Workload(int i) => string.Create(CultureInfo.InvariantCulture, $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: app-{{i}}
          namespace: team-{{i % 40}}
          labels: {app.kubernetes.io/name: app-{{i}} }
        spec:
          replicas: 2
          selector:
            matchLabels:
              app.kubernetes.io/name: app-{{i}}
          template:
            metadata:
              labels:
                app.kubernetes.io/name: app-{{i}}
            spec:
              serviceAccountName: app-{{i}}
              initContainers:
                - name: migrate
                  image: registry.example/team/migrate:1.{{i}}
                  command: ["sh", "-c", "migrate up"]
              containers:
                - name: web
                  image: registry.example/team/web:2.{{i}}
                  ports:
                    - containerPort: 8080
                  env:
                    - name: MODE
                      value: production
                    - name: PASSWORD
                      valueFrom: {secretKeyRef: {name: db, key: password} }
                  resources:
                    requests: {cpu: 100m, memory: 128Mi}
                  securityContext:
                    runAsNonRoot: true # as it should be
                  volumeMounts:
                    - name: data
                      mountPath: /data
              volumes:
                - name: data
                  emptyDir: {}

        """);

    private static string Service(int i) => string.Create(CultureInfo.InvariantCulture, $$"""
        apiVersion: v1
        kind: Service
        metadata:
          name: app-{{i}}
          namespace: team-{{i % 40}}
        spec:
          selector:
            app.kubernetes.io/name: app-{{i}}
          ports:
            - name: http
              port: 80
              targetPort: 8080

        """);

    private static string Configuration(int i, int lines)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: config-{i}\n  namespace: team-{i % 40}\ndata:\n");
        for (int line = 0; line < lines; line++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  setting.{line}: \"the value of setting {line} in configuration {i}, which says little\"\n");
        }

        return text.ToString();
    }

    private static string CustomResourceDefinition(int i)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: things{i}.example.com\nspec:\n  group: example.com\n  versions:\n  - name: v1\n    schema:\n      openAPIV3Schema:\n        type: object\n        properties:\n");
        for (int property = 0; property < 825; property++)
        {
            text.Append(CultureInfo.InvariantCulture, $"          property{property}:\n            description: |-\n              Property {property} says how the controller treats the thing when it is\n              reconciled, and what it falls back to where nothing else is known about it.\n              More info: https://example.com/docs/things/property{property}\n            type: object\n            properties:\n              name:\n                type: string\n                maxLength: 253\n              enabled: {{type: boolean, default: false}}\n");
        }

        return text.ToString();
    }
}
