// Writes a software bill of materials (CycloneDX) of the deployed package: node tools/sbom/make.mjs OUTPUT
// NuGet packages come from the CycloneDX tool; the programs in ffmpeg/ and the speech model are added here.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const output = process.argv[2];
if (!output) {
  console.error('Usage: node tools/sbom/make.mjs OUTPUT');
  process.exit(2);
}

const app = join(root, 'artifacts', 'app');
const folder = mkdtempSync(join(tmpdir(), 'paperledge-sbom-'));
try {
  const run = (...args) => execFileSync('dotnet', args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  run('tool', 'restore');
  run('dotnet-CycloneDX', join('src', 'PaperLedge.Functions', 'PaperLedge.Functions.csproj'),
    '--output', folder, '--filename', 'bom.json', '--output-format', 'Json', '--disable-package-restore');
  const bom = JSON.parse(readFileSync(join(folder, 'bom.json'), 'utf8'));
  bom.components.push(...debianSources(readFileSync(join(app, 'ffmpeg', 'SOURCE.txt'), 'utf8')), model());
  writeFileSync(output, JSON.stringify(bom, null, 2) + '\n');
  console.log(`${output}: ${bom.components.length} components`);
} finally {
  rmSync(folder, { recursive: true });
}

// The build of ffmpeg lists its sources as "apt-get source NAME=VERSION …".
function debianSources(text) {
  const list = /apt-get source (.+)$/m.exec(text);
  if (!list) {
    throw new Error('artifacts/app/ffmpeg/SOURCE.txt does not list the sources of ffmpeg.');
  }

  return list[1].trim().split(' ').map(source => {
    const [name, version] = source.split('=');
    return {
      type: 'library',
      'bom-ref': `pkg:deb/debian/${name}@${version}`,
      name,
      version,
      purl: `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=source`,
      licenses: [{ license: { id: name === 'zlib' ? 'Zlib' : 'LGPL-2.1-or-later' } }],
    };
  });
}

function model() {
  const name = 'ggml-base-q5_1.bin';
  const content = readFileSync(join(root, 'models', 'base', name));
  return {
    type: 'machine-learning-model',
    'bom-ref': name,
    name,
    hashes: [{ alg: 'SHA-256', content: createHash('sha256').update(content).digest('hex') }],
    licenses: [{ license: { id: 'MIT' } }],
  };
}
